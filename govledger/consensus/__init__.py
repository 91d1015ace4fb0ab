"""What proof-of-authority engines write into blocks: headers, extra data, seals, state roots. Pure."""
