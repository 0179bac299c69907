/** The provider that signs people in, and this app's client there. */
export type SignInConfig = {
  authority: string;
  clientId: string;
  scope: string;
  /** The client by which wall screens are signed in. */
  deviceClientId?: string;
};

/** What the origin says in `/config.json`. */
export type WebConfig = {
  /** Undefined: the app signs nobody in. */
  signIn?: SignInConfig;
  /** Whether somebody who is not signed in may use the app: on a local system. */
  localAccess: boolean;
};
