-- What is created in a schema of the user's choice: SQL with unqualified names,
-- one or more statements a row, run in the order of number.
CREATE TABLE definition (
    kind text NOT NULL,
    number integer NOT NULL,
    name text NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (kind, number)
);

COMMENT ON TABLE definition IS
    'statements that create the relations of rtk_analytics in a schema';

GRANT USAGE ON SCHEMA rtk_analytics TO PUBLIC;
GRANT SELECT ON definition TO PUBLIC;

