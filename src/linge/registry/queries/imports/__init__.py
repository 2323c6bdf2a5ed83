"""What an import reads: the register it meets, batches and their rows, templates, marked copies."""
