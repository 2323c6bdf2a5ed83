"""Pages of cases: queues, the case, its moves and reports at the desk; reports and progress."""
