"""What the pages of cases ask: the moves at the desk, reports, and the reporter's own words."""
