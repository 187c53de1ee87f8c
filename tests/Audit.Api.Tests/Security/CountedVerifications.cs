using System.IdentityModel.Tokens.Jwt;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Audit.Api.Tests.Security;

/// <summary>Verifies tokens as the service's own handler does, counts the signatures, and can keep one of them waiting.</summary>
public sealed class CountedVerifications : JwtSecurityTokenHandler
{
    private int _signatures;
    private HeldVerification? _held;

    /// <summary>How often a signature was worked out.</summary>
    public int Signatures => Volatile.Read(ref _signatures);

    /// <summary>Takes the place of the running service's handler, with its settings.</summary>
    public static CountedVerifications In(SecuredApi api)
    {
        var validators = api.Services.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get(JwtBearerDefaults.AuthenticationScheme).SecurityTokenValidators;
        var own = validators.OfType<JwtSecurityTokenHandler>().Single();
        var counted = new CountedVerifications { MapInboundClaims = own.MapInboundClaims, MaximumTokenSizeInBytes = own.MaximumTokenSizeInBytes };
        validators.Clear();
        validators.Add(counted);
        return counted;
    }

    /// <summary>The next signature is found good or bad with the keys of that moment, and told only when it is released.</summary>
    public HeldVerification HoldNext() => _held = new HeldVerification();

    protected override JwtSecurityToken ValidateSignature(string token, TokenValidationParameters validationParameters)
    {
        Interlocked.Increment(ref _signatures);
        var verified = base.ValidateSignature(token, validationParameters);
        Interlocked.Exchange(ref _held, null)?.Wait();
        return verified;
    }
}

/// <summary>A verification that waits for the test.</summary>
public sealed class HeldVerification
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _released = new();

    public Task Begun => _begun.Task;

    public void Release() => _released.Set();

    internal void Wait()
    {
        _begun.TrySetResult();
        _released.Wait();
    }
}
