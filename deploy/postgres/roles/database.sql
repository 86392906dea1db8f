-- What the application may do in a database that cauce_owner owns: come in. Run once in each of the two.
-- Rights on tables come from `manage.py audit_grants`, after every migration: forgetting it is loud, not silent.
REVOKE ALL ON DATABASE :"DBNAME" FROM PUBLIC;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT CONNECT ON DATABASE :"DBNAME" TO cauce_app;
GRANT USAGE ON SCHEMA public TO cauce_app;
GRANT ALL ON SCHEMA public TO cauce_owner;
