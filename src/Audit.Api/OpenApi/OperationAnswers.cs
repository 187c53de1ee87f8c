using System.Globalization;
using Audit.Api.Requests;
using Audit.Application.Incidents;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Audit.Api.OpenApi;

/// <summary>What an operation answers when it succeeds, and what it reads: always JSON, whatever formats the framework could do as well.</summary>
internal sealed class OperationAnswers : IOpenApiOperationTransformer
{
    private const string Json = "application/json";

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var type in context.Description.SupportedResponseTypes)
        {
            var status = type.StatusCode.ToString(CultureInfo.InvariantCulture);
            var answer = (OpenApiResponse)operation.Responses![status];
            answer.Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [Json] = answer.Content![Json] };
            answer.Headers = AnswerHeaders.Of(context.Document!, [.. HeadersOf(context.Description, type), .. AnswerHeaders.OfSuccess]);
        }

        if (context.Description is { IsRead: true, AnswersOneThing: true })
        {
            operation.Responses!["304"] = new OpenApiResponse
            {
                Description = "It is as `If-None-Match` knows it.",
                Headers = AnswerHeaders.Of(context.Document!, [HeaderNames.ETag, .. AnswerHeaders.OfSuccess]),
            };
        }

        return Task.CompletedTask;
    }

    private static IEnumerable<string> HeadersOf(ApiDescription operation, ApiResponseType answer)
    {
        if (typeof(IRepresentation).IsAssignableFrom(answer.Type))
        {
            yield return HeaderNames.ETag;
        }

        if (answer.StatusCode == StatusCodes.Status201Created && answer.Type == typeof(DataResponse<IncidentDto>))
        {
            yield return HeaderNames.Location;
        }

        if (answer.Type == typeof(BulkResponse))
        {
            yield return HeaderNames.ContentLanguage;
        }

        if (operation.IsIdempotent)
        {
            yield return WireHeaders.IdempotencyReplayed;
        }
    }
}
