/** Headers that say who sends a request. */
export type Credentials = Readonly<Record<string, string>>;

/**
 * Called for each request and each opening of the socket. Rejects when there are none now.
 * @param refused those that the server refused with 401; the same object comes back where there are no others
 */
export type CredentialsSource = (refused?: Credentials) => Credentials | Promise<Credentials>;
