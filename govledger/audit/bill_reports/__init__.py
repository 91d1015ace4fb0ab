"""Reports on bills, from the events of the index: numbers, money per day, lapsed reservations, who shares a bill.

`reading` takes events from the store; `gaps`, `claims`, `reconciliation` and `split_note` think; `tables` and `page`
write; `section` joins them as `ledger.reports`.
"""
