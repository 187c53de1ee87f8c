using System.Numerics;
using System.Text.Json.Nodes;
using Audit.Trials.Contract;
using Audit.Trials.Fuzzing;
using Audit.Trials.Fuzzing.Mutations;

namespace Audit.Trials.Tests.Fuzzing;

public sealed class GeneratorTests
{
    [Fact]
    public void Next_WithTheSameSeed_MakesTheSameRequests()
    {
        var (one, other, third) = (Kept.Generator(1), Kept.Generator(1), Kept.Generator(2));

        var sent = Requests(one);

        Requests(other).Should().Equal(sent);
        Requests(third).Should().NotEqual(sent);

        static List<string> Requests(Generator generator) => [.. Enumerable.Range(0, 300).Select(_ => Convert.ToBase64String(generator.Next().ToBytes()))];
    }

    [Fact]
    public void Next_ManyTimes_BreaksRequestsOfAllOperationsInAllWays()
    {
        var generator = Kept.Generator(3);

        var drafts = Enumerable.Range(0, 25_000).Select(_ => generator.Next()).ToList();

        drafts.SelectMany(d => d.Mutations).Select(m => m.Mutation.Name).Distinct(StringComparer.Ordinal).Should().BeEquivalentTo(MutationList.All.Select(m => m.Name));
        drafts.Where(d => d.Mutations.Count == 0).Select(d => d.Operation.Id).Distinct(StringComparer.Ordinal).Should().BeEquivalentTo(new ContractDocument(Kept.Text).Operations.Select(o => o.Id));
        drafts.Should().Contain(d => d.Mutations.Count == 3);
        foreach (var mutations in drafts.Select(d => d.Mutations))
        {
            mutations.Sum(m => BitOperations.PopCount((uint)m.Mutation.Parts)).Should().Be(
                BitOperations.PopCount((uint)mutations.Aggregate(Parts.None, (all, m) => all | m.Mutation.Parts)), "none undoes what another did");
        }
    }

    [Fact]
    public void Next_WhenNothingIsBroken_SendsWhatTheDocumentAllows()
    {
        var generator = Kept.Generator(4, []);
        var contract = new ContractDocument(Kept.Text);
        var check = new SchemaCheck(contract);
        for (var i = 0; i < 1000; i++)
        {
            var draft = generator.Next();
            draft.Path.Should().NotContain("{");
            if (draft.Body is not null)
            {
                check.Faults(JsonNode.Parse(draft.Body), contract.Operation(draft.Operation.Id).Body!).Should().BeEmpty();
            }

            foreach (var (name, value) in draft.Query.Where(q => q.Value.Length > 0))
            {
                var schema = contract.Operation(draft.Operation.Id).Parameters.Single(p => (string)p["name"]! == name && (string)p["in"]! == "query")["schema"]!;
                check.Faults(Typed(Uri.UnescapeDataString(value), (string?)contract.Resolve(schema)["type"]), schema).Should().BeEmpty(name);
            }
        }
    }

    [Fact]
    public void Mutations_All_HaveNamesOfTheirOwn() => MutationList.All.Select(m => m.Name).Should().OnlyHaveUniqueItems();

    private static JsonNode Typed(string value, string? type) => type switch
    {
        "integer" => JsonNode.Parse(value)!,
        "array" => new JsonArray([.. value.Split(',').Select(v => (JsonNode)v)]),
        _ => value,
    };
}
