-- The sixth format: who preferred another turn to the last one of a branch.

ALTER TABLE branches ADD COLUMN passed_over_by TEXT; -- NULL for a branch that nobody passed over
