using System.Text.Json;
using System.Text.Json.Nodes;
using Audit.Api.Problems;
using Audit.Api.Requests;
using Audit.Application.Common;
using Audit.Domain.Common;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Audit.Api.OpenApi;

/// <summary>Describes the error answers, each with an example of every error that it may be: made of the catalogue and its texts, so that they can't be others.</summary>
internal static class ErrorAnswers
{
    private static readonly Dictionary<string, object> s_noArgs = new(StringComparer.Ordinal);

    public static void Describe(OpenApiDocument document)
    {
        foreach (var answer in ErrorAnswer.All)
        {
            document.AddComponent(answer.Name, new OpenApiResponse
            {
                Description = string.Join(" / ", answer.Errors.Select(Title)) + ".",
                Headers = AnswerHeaders.Of(document, [.. HeadersOf(answer.Status), .. AnswerHeaders.OfErrors]),
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    [ProblemWriter.ContentType] = new() { Schema = new OpenApiSchemaReference(nameof(Problem), document), Examples = answer.Errors.ToDictionary(e => e.Slug, Example, StringComparer.Ordinal) },
                },
            });
        }
    }

    private static IEnumerable<string> HeadersOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => [HeaderNames.WWWAuthenticate],
        StatusCodes.Status412PreconditionFailed => [HeaderNames.ETag],
        StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable => [HeaderNames.RetryAfter],
        _ => [],
    };

    private static IOpenApiExample Example(Error error) => new OpenApiExample
    {
        Summary = Title(error),
        Description = ErrorTexts.Help(error, Language.English),
        Value = JsonSerializer.SerializeToNode(Instance(error), WireJson.Wire.Problem),
    };

    private static Problem Instance(Error error)
    {
        var args = ArgsOf(error.Key);
        return new Problem
        {
            Type = "/errors/" + error.Slug,
            Title = Title(error),
            Status = error.Status,
            Detail = ErrorTexts.Detail(error, args, Language.English),
            Instance = "/admin/audit/incidents",
            Code = error.Code,
            Service = "audit-service",
            Timestamp = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
            RequestId = "req_550e8400-e29b-41d4-a716-446655440000",
            TraceId = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            SpanId = "b7ad6b7169203331",
            I18nKey = error.Key,
            I18nArgs = args,
            RetryAfter = error.Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable ? 2 : null,
            Errors = error.Key == ErrorKeys.InvalidRequest ? [TooLong()] : [],
        };
    }

    private static ProblemField TooLong() => new()
    {
        Field = "title",
        Code = ViolationCodes.MaxLength,
        Description = ErrorTexts.Rule(ViolationCodes.MaxLength, new Dictionary<string, object>(StringComparer.Ordinal) { ["max"] = Limits.Title }, Language.English),
    };

    private static Dictionary<string, object> ArgsOf(string key) => key switch
    {
        ErrorKeys.IncidentNotFound => new(StringComparer.Ordinal) { ["id"] = Rule.IdExample(Ids.Incident) },
        ErrorKeys.AnomalyNotFound => new(StringComparer.Ordinal) { ["id"] = Rule.IdExample(Ids.Anomaly) },
        ErrorKeys.TransitionRefused => new(StringComparer.Ordinal) { ["subject"] = "anomaly", ["from"] = "dismissed", ["to"] = "resolved", ["allowed"] = new[] { "open" } },
        ErrorKeys.IncidentClosed => new(StringComparer.Ordinal) { ["id"] = Rule.IdExample(Ids.Incident) },
        ErrorKeys.AlreadyEscalated => new(StringComparer.Ordinal) { ["incident_id"] = Rule.IdExample(Ids.Incident) },
        ErrorKeys.CapacityReached => new(StringComparer.Ordinal) { ["field"] = "comments", ["max"] = Comment.MaxOfOneThing },
        ErrorKeys.PreconditionFailed => new(StringComparer.Ordinal) { ["current_version"] = 4L },
        _ => s_noArgs,
    };

    private static string Title(Error error) => ErrorTexts.Title(error, Language.English);
}
