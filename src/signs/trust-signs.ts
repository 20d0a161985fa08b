import type { Sign } from "./sign.ts";

/** What is said of encrypted connections: certificates, protocols, clocks. */
export const trustSigns: Sign[] = [
  {
    code: "clock-wrong",
    patterns: [/Release file for .{1,200} is not valid yet|RequestTimeTooSkewed|difference between the request time and the (?:current|server'?s) time|ImmatureSignatureError|(?:token|jwt) (?:is )?not (?:yet valid|active)|token used before issued|Token is not yet valid|NotBeforeError|clock skew (?:detected|too (?:great|large))|Signature not yet current/i],
    cause: "The clock of this machine and that of the other side differ.",
    fix: "Set the host's clock (a laptop that slept leaves the engine's virtual machine behind: restart the engine), and try again.",
    decisive: true,
  },
  {
    code: "certificate-refused",
    patterns: [
      /CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_(?:GET_ISSUER_CERT(?:_LOCALLY)?|VERIFY_LEAF_SIGNATURE)|self[- ]signed certificate|x509: |certificate (?:has|is) expired|CERT_HAS_EXPIRED|unable to get (?:local )?issuer certificate|unable to verify the first certificate|SSL certificate problem|server certificate verification failed/i,
      /PKIX path (?:building|validation) failed|SSL routines.{0,60}certificate verify failed|certificate verify failed|ERR_TLS_CERT_ALTNAME_INVALID|Hostname\/IP does not match certificate|hostname .{1,120} doesn't match|no alternative certificate subject name matches|CertificateException|invalid peer certificate/i,
      /RemoteCertificate(?:NameMismatch|ChainErrors|NotAvailable)|The remote certificate (?:is|was) (?:invalid|rejected)|tlsv1 alert unknown ca|NET::ERR_CERT_|certificate signed by unknown authority|No trusted certificate found|(?:tls|alert).{0,20}(?:unknown|bad) certificate|UnknownIssuer|trust anchors? .{0,20}(?:must be non-empty|not found)/i,
    ],
    cause: "A certificate is not trusted by {who|the program}.",
    fix: "Give the container the certificate authority that signed it (a proxy on the way often has its own), or renew the certificate.",
    decisive: true,
  },
  {
    code: "tls-mismatch",
    patterns: [
      /(?:server|endpoint) does not support SSL|The server does not support SSL|SSL is (?:required|not enabled|not supported)\b|SSL\/TLS required|SSL was required|\bSSL off\b|SSL connection is required|requires? (?:an )?(?:SSL|TLS|encrypted) connection|require_secure_transport/i,
      /wrong version number|WRONG_VERSION_NUMBER|record layer failure|PACKET_LENGTH_TOO_LONG|gave HTTP response to HTTPS client|first record does not look like a TLS handshake|plain HTTP request was sent to HTTPS port|Client sent an HTTP request to an HTTPS server|plaintext http traffic on an https channel|unrecognized SSL message|ERR_SSL_PROTOCOL_ERROR|frame size .{0,40}(?:larger than|too large)|corrupt message of type InvalidContentType/i,
      /ssl.{0,80}unsupported protocol|no protocols available|UNSUPPORTED_PROTOCOL|tlsv1 alert protocol version|dh key too small|handshake failure|sslv3 alert|SSLHandshakeException|ssl handshake failed|SSL_do_handshake\(\) failed|UNSAFE_LEGACY_RENEGOTIATION|unknown protocol speaking not SSL|TLS(?:V1)?_ALERT_|no shared cipher|Cannot (?:start|negotiate) TLS|server closed (?:the )?connection .{0,20}during (?:the )?(?:TLS|SSL) handshake/i,
    ],
    cause: "{who|The program} and the other side do not agree on encryption: one speaks TLS where the other does not, or another version of it.",
    fix: "Compare scheme and port (http and https, redis and rediss, `sslmode`) with what the server offers; within the project it is often without TLS.",
    decisive: true,
  },
];
