import * as oauth from 'oauth4webapi';
import type { SignInConfig } from '../early/web-config-shape.ts';
import type { DeviceCode, DeviceEvent } from './device-flow.ts';

/** The two requests of the device authorization grant. Neither rejects; an answer is an event of the flow. */
export type DeviceProvider = {
  start(signal: AbortSignal): Promise<DeviceEvent>;
  poll(code: DeviceCode, signal: AbortSignal): Promise<DeviceEvent>;
};

type DeviceConfig = SignInConfig & { deviceClientId: string };

const patienceMs = 10_000;
/** RFC 8628, section 3.2: when the provider names none. */
const usualIntervalSeconds = 5;

/** @see https://www.rfc-editor.org/rfc/rfc8628 */
export const createDeviceProvider = ({ authority, deviceClientId, scope }: DeviceConfig): DeviceProvider => {
  const issuer = new URL(authority);
  const client: oauth.Client = { client_id: deviceClientId };
  // A refresh token would outlive what it is for: the access token is used once.
  const parameters = {
    scope: scope
      .split(' ')
      .filter((one) => one !== 'offline_access')
      .join(' '),
  };
  const optionsOf = (signal: AbortSignal) => ({
    signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
    [oauth.allowInsecureRequests]: issuer.hostname === 'localhost',
  });
  let discovered: oauth.AuthorizationServer | undefined;
  const discover = async (signal: AbortSignal): Promise<oauth.AuthorizationServer> => {
    const answer = await oauth.discoveryRequest(issuer, { algorithm: 'oidc', ...optionsOf(signal) });
    discovered = await oauth.processDiscoveryResponse(issuer, answer);
    return discovered;
  };
  return {
    async start(signal) {
      try {
        const server = discovered ?? (await discover(signal));
        const options = optionsOf(signal);
        const asked = Date.now();
        const answer = await oauth.deviceAuthorizationRequest(
          server,
          client,
          oauth.None(),
          parameters,
          options,
        );
        const given = await oauth.processDeviceAuthorizationResponse(server, client, answer);
        return { type: 'code', code: codeOf(given, asked) };
      } catch (cause) {
        if (cause instanceof oauth.ResponseBodyError) return { type: 'refused', detail: cause.error };
        return { type: 'unreachable' };
      }
    },
    async poll(code, signal) {
      try {
        const server = discovered ?? (await discover(signal));
        const options = optionsOf(signal);
        const answer = await oauth.deviceCodeGrantRequest(
          server,
          client,
          oauth.None(),
          code.deviceCode,
          options,
        );
        const { access_token: token } = await oauth.processDeviceCodeResponse(server, client, answer);
        return { type: 'confirmed', token };
      } catch (cause) {
        return cause instanceof oauth.ResponseBodyError
          ? refusalOf(cause.error)
          : { type: 'pending', at: Date.now() };
      }
    },
  };
};

const codeOf = (given: oauth.DeviceAuthorizationResponse, asked: number): DeviceCode => ({
  deviceCode: given.device_code,
  userCode: given.user_code,
  address: given.verification_uri,
  addressWithCode: given.verification_uri_complete ?? given.verification_uri,
  expiresAt: asked + given.expires_in * 1_000,
  intervalMs: (given.interval ?? usualIntervalSeconds) * 1_000,
});

const refusalOf = (error: string): DeviceEvent => {
  switch (error) {
    case 'authorization_pending':
      return { type: 'pending', at: Date.now() };
    case 'slow_down':
      return { type: 'slow-down' };
    case 'access_denied':
      return { type: 'denied' };
    // A provider that has restarted knows no code of before.
    case 'expired_token':
    case 'invalid_grant':
      return { type: 'expired' };
    default:
      return { type: 'refused', detail: error };
  }
};
