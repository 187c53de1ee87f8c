using Microsoft.Extensions.Options;

namespace Audit.Api.Security;

/// <summary>Whose tokens are accepted; section <c>Auth</c>.</summary>
public sealed class AuthOptions
{
    public const string Section = "Auth";

    /// <summary>The OIDC issuer's address, under which <c>/.well-known/openid-configuration</c> is found. Required outside Development; https there, always.</summary>
    public string? Authority { get; init; }

    /// <summary>What a token's <c>aud</c> must name. Required wherever <see cref="Authority"/> is set, and outside Development.</summary>
    public string? Audience { get; init; }

    public bool HasAuthority => !string.IsNullOrWhiteSpace(Authority);
}

/// <summary>Refuses to start with settings under which nobody could sign in, or anybody could.</summary>
internal sealed class AuthOptionsValidator(IHostEnvironment environment) : IValidateOptions<AuthOptions>
{
    private const string Authority = $"{AuthOptions.Section}:{nameof(AuthOptions.Authority)}";
    private const string Audience = $"{AuthOptions.Section}:{nameof(AuthOptions.Audience)}";

    public ValidateOptionsResult Validate(string? name, AuthOptions options)
    {
        List<string> faults = [];
        var required = options.HasAuthority || !environment.IsDevelopment();
        if (required && string.IsNullOrWhiteSpace(options.Audience))
        {
            faults.Add($"{Audience} is not set: it is the audience that tokens must be made for.");
        }

        if (required && !options.HasAuthority)
        {
            faults.Add($"{Authority} is not set: it is the address of the OIDC issuer.");
        }
        else if (required && !IsAllowed(options))
        {
            faults.Add($"{Authority} must be an https URL without query and fragment.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private bool IsAllowed(AuthOptions options) =>
        Uri.TryCreate(options.Authority, UriKind.Absolute, out var url)
        && url is { Query: "", Fragment: "" }
        && (url.Scheme == Uri.UriSchemeHttps
            || (url.Scheme == Uri.UriSchemeHttp && environment.IsDevelopment() && url.IsLoopback));
}
