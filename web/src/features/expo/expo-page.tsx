export const ExpoPage = () => null;
