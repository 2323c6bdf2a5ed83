"""Who works where and when: agencies, grid teams and stand-ins (staff)."""
