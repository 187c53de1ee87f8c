using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Audit.Api.Load;
using Audit.Api.Security;
using Audit.Domain.Common;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Formatters;

namespace Audit.Api.Requests;

/// <summary>
/// Reads JSON bodies. Unlike the framework's reader it doesn't stop at the first wrong member: each is reported by its path,
/// read as absent, and the rest goes on to validation, so that the caller learns of everything at once.
/// </summary>
public sealed class WireBodyFormatter : InputFormatter
{
    private const string Json = "application/json";
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public WireBodyFormatter() => SupportedMediaTypes.Add(Json);

    /// <summary>Always: a body of another type is refused in the order of judgement, after its size.</summary>
    public override bool CanRead(InputFormatterContext context) => true;

    public override Task<InputFormatterResult> ReadAsync(InputFormatterContext context) => ReadRequestBodyAsync(context);

    public override async Task<InputFormatterResult> ReadRequestBodyAsync(InputFormatterContext context)
    {
        var http = context.HttpContext;
        var limit = http.GetEndpoint()?.Metadata.GetMetadata<BodyLimitAttribute>()?.Bytes ?? BodyLimitAttribute.Default;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server)
        {
            server.MaxRequestBodySize = limit;
        }

        if (http.Request.ContentLength > limit)
        {
            throw new UnreadableBodyException(ErrorKeys.BodyTooLarge);
        }

        if (http.Request.ContentLength != 0)
        {
            // of one that doesn't say how long it is, as much as it may be
            http.RequestServices.GetRequiredService<Places>().TakeBody(http, TokenClaims.TenantOf(http.User) ?? "", (int)(http.Request.ContentLength ?? limit));
        }

        using var body = await PooledBody.ReadAsync(http.Request, limit);
        if (!body.Bytes.IsEmpty)
        {
            RequireJson(http.Request);
        }
        else if (context.TreatEmptyInputAsDefaultValue)
        {
            http.RequestServices.GetRequiredService<RequestIdempotencyKey>().TakeBody([]);
            return await InputFormatterResult.NoValueAsync();
        }

        return await InputFormatterResult.SuccessAsync(Read(http, context.ModelType, body.Bytes));
    }

    private static void RequireJson(HttpRequest request)
    {
        var type = request.GetTypedHeaders().ContentType;
        var isJson = type is not null
            && type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || string.Equals(type.Charset.Value.Trim('"'), Encoding.UTF8.WebName, StringComparison.OrdinalIgnoreCase))
            && (request.Headers.ContentEncoding.Count == 0 || string.Equals(request.Headers.ContentEncoding.ToString(), "identity", StringComparison.OrdinalIgnoreCase));
        if (!isJson)
        {
            throw new UnreadableBodyException(ErrorKeys.UnsupportedMediaType);
        }
    }

    private static object Read(HttpContext http, Type type, ReadOnlyMemory<byte> body)
    {
        http.RequestServices.GetRequiredService<RequestIdempotencyKey>().TakeBody(body.Span);
        var json = body.Span.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body;
        var info = WireJson.Of(type);
        try
        {
            if (!Utf8.IsValid(json.Span))
            {
                throw new UnreadableBodyException(ErrorKeys.MalformedBody);
            }

            var check = new BodyCheck(http.RequestServices.GetRequiredService<ReadingFaults>(), Preference.IsStrict(http.Request));
            var readable = check.Run(json.Span, info);
            return JsonSerializer.Deserialize(readable, info) ?? throw new UnreadableBodyException(ErrorKeys.MalformedBody);
        }
        catch (JsonException)
        {
            throw new UnreadableBodyException(ErrorKeys.MalformedBody);
        }
    }
}
