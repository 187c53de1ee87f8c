using System.IdentityModel.Tokens.Jwt;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace Audit.Api.Security;

/// <summary>What is done around the library's verification of a token.</summary>
internal sealed class BearerEvents(TokenCache cache, TimeProvider clock) : JwtBearerEvents
{
    private const string Scheme = "Bearer ";
    private const int ClockSkewSeconds = 30;

    /// <summary>What a token is about to be verified with, among the request's items.</summary>
    private static readonly object s_keys = new();

    /// <summary>The end of the year 9999.</summary>
    private const long EndOfTime = 253_402_300_799;

    /// <summary>Before a token is judged: was it a moment ago, is it one, and has the issuer perhaps a new key?</summary>
    public override async Task MessageReceived(MessageReceivedContext context)
    {
        var credentials = context.Request.Headers.Authorization.ToString();
        if (!credentials.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || credentials.AsSpan(Scheme.Length).Trim() is not { IsEmpty: false } encoded)
        {
            return;
        }

        try
        {
            await LookAtAsync(context, encoded.ToString());
        }
        catch (IssuerUnavailableException e)
        {
            // an answer, and nothing for the library to log with each request: the metadata's reader has said it once
            context.Fail(e);
        }
    }

    /// <summary>The signature, issuer and audience hold; what the library doesn't judge, or not well enough, is judged here.</summary>
    public override Task TokenValidated(TokenValidatedContext context)
    {
        // RFC 7515 section 4.1.11: who doesn't know a critical extension refuses the token, and we know none
        if (context.SecurityToken is not JwtSecurityToken token
            || token.Header.ContainsKey("crit")
            || !IsAccessToken(token.Header.Typ)
            || !IsCurrent(token)
            || TokenClaims.IdentityOf(token) is not { } identity)
        {
            context.Fail("The token is not one that names a caller.");
        }
        else
        {
            context.Principal = new(identity);
            Keep(token, context);
        }

        return Task.CompletedTask;
    }

    /// <summary>Whatever went wrong is an answer; left alone, some of it would be an exception that nobody catches.</summary>
    public override Task AuthenticationFailed(AuthenticationFailedContext context)
    {
        context.Fail(context.Exception);
        return Task.CompletedTask;
    }

    private async Task LookAtAsync(MessageReceivedContext context, string encoded)
    {
        var issuer = context.Options.ConfigurationManager as IssuerMetadata;
        if (issuer is { Current: null } && Peek(context.Options, encoded) is null)
        {
            // what is no token is refused without the issuer, which may be away
            context.Fail("What was sent is no token.");
            return;
        }

        var keys = issuer is null ? null : await issuer.GetConfigurationAsync(context.HttpContext.RequestAborted);
        if (cache.Find(encoded, keys) is { } caller)
        {
            context.Principal = caller;
            context.Success();
            return;
        }

        if (Peek(context.Options, encoded) is not { } token)
        {
            context.Fail("What was sent is no token.");
            return;
        }

        if (issuer is not null)
        {
            keys = await issuer.LookForKeyAsync(token.Issuer, token.Header.Kid, context.HttpContext.RequestAborted);
        }

        context.HttpContext.Items[s_keys] = keys;
    }

    /// <summary>Only where the keys are still those that they were before the token was verified: then it was verified with them.</summary>
    private void Keep(JwtSecurityToken token, TokenValidatedContext context)
    {
        var keys = context.HttpContext.Items[s_keys];
        if (ReferenceEquals(keys, (context.Options.ConfigurationManager as IssuerMetadata)?.Current))
        {
            cache.Keep(token, NumericDate(token.Payload[JwtRegisteredClaimNames.Exp]), context.Principal!, keys);
        }
    }

    /// <summary>Whom an unverified token names, to know which key is asked for and for nothing else; null where it can't be read.</summary>
    private static JwtSecurityToken? Peek(JwtBearerOptions options, string encoded)
    {
        var reader = options.SecurityTokenValidators.OfType<JwtSecurityTokenHandler>().First();
        try
        {
            return reader.CanReadToken(encoded) ? reader.ReadJwtToken(encoded) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>RFC 7519 sections 4.1.4 and 4.1.5. The library cuts these times to 32 bits, and takes one it can't read for none.</summary>
    private bool IsCurrent(JwtSecurityToken token)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000d;
        var isStarted = !token.Payload.TryGetValue(JwtRegisteredClaimNames.Nbf, out var from) || now >= NumericDate(from) - ClockSkewSeconds;
        return isStarted && token.Payload.TryGetValue(JwtRegisteredClaimNames.Exp, out var to) && now < NumericDate(to) + ClockSkewSeconds;
    }

    /// <summary>A number of seconds that a date can have; what is none compares as neither before nor after.</summary>
    private static double NumericDate(object? value) => value switch
    {
        int seconds => seconds,
        long seconds and <= EndOfTime => seconds,
        double seconds and <= EndOfTime => seconds,
        _ => double.NaN,
    };

    /// <summary>A media type, whose <c>application/</c> may be left out and whose letter case is free (RFC 7515 section 4.1.9); leaving it out altogether is allowed.</summary>
    private static bool IsAccessToken(string? type)
    {
        const string Application = "application/";
        var name = type?.StartsWith(Application, StringComparison.OrdinalIgnoreCase) == true ? type[Application.Length..] : type;
        return string.IsNullOrEmpty(name) || name.Equals("JWT", StringComparison.OrdinalIgnoreCase) || name.Equals("at+jwt", StringComparison.OrdinalIgnoreCase);
    }
}
