"""Plans as workbooks and documents for the office."""
