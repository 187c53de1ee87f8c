namespace Audit.Api.Security;

/// <summary>The issuer's keys can't be had at the moment, so that nothing can be said about a token.</summary>
internal sealed class IssuerUnavailableException() : Exception("The issuer's keys cannot be read.");
