-- What the application may do in a database that cauce_owner owns. Run once in each of the two.
REVOKE ALL ON DATABASE :"DBNAME" FROM PUBLIC;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT CONNECT ON DATABASE :"DBNAME" TO cauce_app;
GRANT USAGE ON SCHEMA public TO cauce_app;
GRANT ALL ON SCHEMA public TO cauce_owner;
-- every table the owner will ever make; `manage.py audit_grants` then takes back what the trace forbids
ALTER DEFAULT PRIVILEGES FOR ROLE cauce_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO cauce_app;
ALTER DEFAULT PRIVILEGES FOR ROLE cauce_owner IN SCHEMA public
    GRANT USAGE ON SEQUENCES TO cauce_app;
