using System.Text.Json.Nodes;
using Audit.Trials.Contract;

namespace Audit.Trials.Tests.Contract;

public sealed class SchemaCheckTests
{
    [Theory]
    [InlineData("""{"type":"string"}""", "1", "$ is no string")]
    [InlineData("""{"type":"string"}""", "null", "$ is no string")]
    [InlineData("""{"type":"string","maxLength":1}""", "\"🔒🔒\"", "$ has 2 characters")]
    [InlineData("""{"type":"string","minLength":1}""", "\"\"", "$ has 0 characters")]
    [InlineData("""{"type":"string","pattern":"^[a-z]$"}""", "\"A\"", "$ is not like ^[a-z]$: A")]
    [InlineData("""{"type":"string","format":"date-time"}""", "\"2026-01-01\"", "$ is no date-time: 2026-01-01")]
    [InlineData("""{"type":"string","format":"date"}""", "\"2026-02-30\"", "$ is no date: 2026-02-30")]
    [InlineData("""{"type":"string","format":"uri-reference"}""", "\"a b\"", "$ is no uri-reference: a b")]
    [InlineData("""{"type":"string","enum":["a"]}""", "\"b\"", "$ is none of [\"a\"]")]
    [InlineData("""{"type":"integer"}""", "1.5", "$ is no integer")]
    [InlineData("""{"type":"integer","minimum":1}""", "0", "$ is out of range: 0")]
    [InlineData("""{"type":"integer","format":"int32"}""", "2147483648", "$ is out of range: 2147483648")]
    [InlineData("""{"type":"number","maximum":1}""", "1.5", "$ is out of range: 1.5")]
    [InlineData("""{"type":"boolean"}""", "1", "$ is no boolean")]
    [InlineData("""{"type":"array","items":{"type":"string"}}""", "[1]", "$[0] is no string")]
    [InlineData("""{"type":"array","items":{},"maxItems":1}""", "[1,2]", "$ has 2 members")]
    [InlineData("""{"type":"array","items":{},"uniqueItems":true}""", "[1,1]", "$ has a member twice")]
    [InlineData("""{"type":"array","items":{}}""", "{}", "$ is no array")]
    [InlineData("""{"type":"object"}""", "[]", "$ is no object")]
    [InlineData("""{"type":"object","required":["a"]}""", "{}", "$.a is missing")]
    [InlineData("""{"type":"object","additionalProperties":false}""", """{"a":1}""", "$.a is unknown")]
    [InlineData("""{"type":"object","additionalProperties":{"type":"string"}}""", """{"a":1}""", "$.a is no string")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}}}""", """{"a":null}""", "$.a is no string")]
    [InlineData("""{"allOf":[{"type":"string"}]}""", "1", "$ is no string")]
    [InlineData("""{"$ref":"#/components/schemas/Own"}""", """{"next":{"next":1}}""", "$.next.next is no object")]
    public void Faults_OfAnythingElse_AreNamed(string schema, string value, string fault) => Faults(schema, value).Should().Equal(fault);

    [Theory]
    [InlineData("""{"type":"string","maxLength":2,"minLength":1,"nullable":true}""", "\"🔒🔒\"")]
    [InlineData("""{"type":"string","nullable":true}""", "null")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":true}""", """{"b":1}""")]
    [InlineData("""{}""", "1")]
    [InlineData("""{"type":"number","minimum":-1,"maximum":1}""", "0.5")]
    [InlineData("""{"$ref":"#/components/schemas/Own"}""", """{"next":{}}""")]
    public void Faults_OfWhatIsAsItSays_AreNone(string schema, string value) => Faults(schema, value).Should().BeEmpty();

    [Theory]
    [InlineData("""{"type":"string","not":{}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"oneOf":[]}}}""")]
    [InlineData("""{"type":"string","format":"ipv4"}""")]
    public void Faults_WhenTheSchemaSaysMore_CannotBeTold(string schema) =>
        FluentActions.Invoking(() => Faults(schema, schema.Contains("object", StringComparison.Ordinal) ? """{"a":1}""" : "\"a\"")).Should().Throw<NotSupportedException>();

    private static IReadOnlyList<string> Faults(string schema, string value)
    {
        var document = new ContractDocument("""{"paths":{},"components":{"schemas":{"Own":{"type":"object","properties":{"next":{"$ref":"#/components/schemas/Own"}}}}}}""");
        return new SchemaCheck(document).Faults(JsonNode.Parse(value), JsonNode.Parse(schema)!);
    }
}
