using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Audit.Api.Requests;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Audit.Api.OpenApi;

/// <summary>The document as it is served: made once, since anybody may ask for it as often as they like.</summary>
internal sealed class ServedDocument([FromKeyedServices(OpenApiSetup.DocumentName)] IOpenApiDocumentProvider generator, IOptions<ApiOptions> api)
{
    /// <summary>By where the operations are: at the root, and under the prefix.</summary>
    private readonly ConcurrentDictionary<string, Lazy<Task<Content>>> _made = new(StringComparer.Ordinal);

    public async Task<IResult> ServeAsync(HttpContext context)
    {
        var content = await _made.GetOrAdd(Server(context.Request), server => new Lazy<Task<Content>>(() => MakeAsync(server))).Value;
        context.Response.Headers.CacheControl = "no-cache";
        return Results.Bytes(content.Bytes, "application/json; charset=utf-8", entityTag: content.Tag);
    }

    /// <summary>Never as the request spells it: a prefix is found in any letter case, and there is no end of those.</summary>
    private string Server(HttpRequest request) =>
        api.Value.PublicUrl?.AbsoluteUri.TrimEnd('/') ?? (request.PathBase.HasValue ? new PathString(api.Value.PathBase).ToUriComponent() : "");

    private async Task<Content> MakeAsync(string server)
    {
        var document = await generator.GetOpenApiDocumentAsync(CancellationToken.None);
        if (server.Length > 0)
        {
            document.Servers = [new OpenApiServer { Url = server }];
        }

        await using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        document.SerializeAs(OpenApiSpecVersion.OpenApi3_0, new OpenApiJsonWriter(text));
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        return new Content(bytes, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8))}\""));
    }

    private sealed record Content(byte[] Bytes, EntityTagHeaderValue Tag);
}
