"""The bill on paper: what its page says (`content`), as HTML (`html`) and as PDF (`pdf`), with its QR code (`qr`)."""
