-- The fifth format: what a call may cost at most, so that what may be billed is counted, and what lay in a server's cache.

ALTER TABLE calls ADD COLUMN most INTEGER; -- millionths of most_in; NULL when nobody knew the price
ALTER TABLE calls ADD COLUMN most_in TEXT;
ALTER TABLE calls ADD COLUMN cached INTEGER; -- of the tokens read
