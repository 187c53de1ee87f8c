using Microsoft.Extensions.Options;

namespace Audit.Api.Requests;

/// <summary>Where the service is reached from outside; section <c>Api</c>.</summary>
public sealed class ApiOptions
{
    public const string Section = "Api";

    /// <summary>A prefix under which everything is served as well, e.g. <c>/audit/api/v1</c>.</summary>
    public string? PathBase { get; init; }

    /// <summary>The address callers use, prefix included, e.g. <c>https://gateway.example/audit/api/v1</c>; makes <c>Location</c> and <c>type</c> absolute.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>A link to one of our own paths: under <see cref="PublicUrl"/>, else relative to the host, under the prefix the request came by. Never made from the <c>Host</c> header.</summary>
    public string Link(HttpRequest request, string path) =>
        PublicUrl is null ? request.PathBase.ToUriComponent() + path : PublicUrl.AbsoluteUri.TrimEnd('/') + path;
}

/// <summary>Refuses to start with addresses that no link could be made from.</summary>
public sealed class ApiOptionsValidator : IValidateOptions<ApiOptions>
{
    public ValidateOptionsResult Validate(string? name, ApiOptions options)
    {
        List<string> faults = [];
        if (options.PathBase is { Length: > 0 } prefix && (prefix[0] != '/' || prefix.Length == 1 || prefix[^1] == '/'))
        {
            faults.Add($"{ApiOptions.Section}:{nameof(ApiOptions.PathBase)} must begin with a slash and not end with one, e.g. /audit/api/v1.");
        }

        if (options.PublicUrl is { } url && !(url.IsAbsoluteUri && url is { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" }))
        {
            faults.Add($"{ApiOptions.Section}:{nameof(ApiOptions.PublicUrl)} must be an absolute http or https URL without query and fragment.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
