using System.Globalization;
using System.Text.Json.Nodes;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.OpenApi;

/// <summary>What the service really answers, against what the document says it does.</summary>
[Collection(ContractTests.Name)]
public sealed class AnswerTests(Contract contract)
{
    /// <summary>Headers that mean something to callers: an answer has none of them that the document doesn't name.</summary>
    private static readonly string[] s_meaningful = ["ETag", "Location", "Idempotency-Replayed", "Preference-Applied", "Retry-After", "WWW-Authenticate", "Content-Language"];

    public static TheoryData<string> Calls { get; } = [.. AnswerCalls.All.Keys];

    [Fact]
    public void Calls_OfTheseTests_MakeEverySuccessOfTheDocument()
    {
        var successes = contract.Operations.SelectMany(o => o.Answers.Keys, (o, status) => $"{o.Id} {status}").Where(c => c.Split(' ')[1][0] is '2' or '3');

        AnswerCalls.All.Keys.Should().Contain(successes, "each has a call here, so that its answer is held to its schema");
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Answer_OfARealCall_IsAsTheDocumentSays(string call)
    {
        var (id, status) = (call.Split(' ')[0], call.Split(' ')[1]);
        using var response = await AnswerCalls.All[call](contract.Api);
        var text = await response.Content.ReadAsStringAsync();

        ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture).Should().Be(status, text);
        var answer = contract.Operation(id).Answers[status];
        CheckHeaders(answer["headers"]!.AsObject(), response);
        if (answer["content"]?.AsObject().Single() is not { } content)
        {
            text.Should().BeEmpty();
            return;
        }

        var body = JsonNode.Parse(text)!;
        response.Content.Headers.ContentType!.MediaType.Should().Be(content.Key);
        contract.Check.Faults(body, content.Value!["schema"]!).Should().BeEmpty(text);
        if (content.Value["examples"] is { } errors)
        {
            errors.AsObject().Select(e => (string?)e.Value!["value"]!["i18n_key"]).Should().Contain((string?)body["i18n_key"]);
        }
    }

    [Fact]
    public async Task Answer_ToARepeatedStrictRequest_SaysSoInHeadersOfTheDocument()
    {
        using var client = contract.Api.Analyst(AnswerCalls.Tenant);
        (string, string)[] headers = [("Idempotency-Key", "another-key"), ("Prefer", "handling=strict")];
        (await client.OpenAsync(AnswerCalls.FullIncident, headers)).Dispose();
        using var replayed = await client.OpenAsync(AnswerCalls.FullIncident, headers);

        replayed.Header("Idempotency-Replayed").Should().Be("true");
        replayed.Header("Preference-Applied").Should().Be("handling=strict");
        CheckHeaders(contract.Operation("createIncident").Answers["201"]["headers"]!.AsObject(), replayed);
    }

    private void CheckHeaders(JsonObject documented, HttpResponseMessage response)
    {
        s_meaningful.Where(name => response.Header(name) is not null).Should().BeSubsetOf(documented.Select(h => h.Key));
        var check = contract.Check;
        foreach (var (name, reference) in documented)
        {
            var header = contract.Resolve(reference!);
            var value = response.Header(name);
            ((bool?)header["required"] == true && value is null).Should().BeFalse($"the answer has {name} in any case");
            if (value is not null)
            {
                JsonNode json = (string?)header["schema"]!["type"] == "integer" ? int.Parse(value, CultureInfo.InvariantCulture) : value;
                check.Faults(json, header["schema"]!).Should().BeEmpty(name);
            }
        }
    }
}
