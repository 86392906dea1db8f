// htmx notes the address of each page in the browser's storage, and an address holds the code of a record. Nothing
// may be stored: here both stores answer as in a browser that forbids them, which htmx is ready for. Comes before it.
for (const kind of ["local", "session"]) {
  Object.defineProperty(window, `${kind}Storage`, {
    get() {
      throw new DOMException("Nothing is stored in this browser.", "SecurityError");
    },
  });
}
