using System.Text.RegularExpressions;
using Audit.Application.Common;
using FluentValidation;
using MediatR;

namespace Audit.Architecture.Tests;

public sealed partial class UseCaseTests
{
    private static readonly IReadOnlyList<(Type Type, Type Contract)> s_contracts =
    [
        .. from type in Layers.Application.Types()
           where type is { IsClass: true, IsAbstract: false }
           from contract in type.GetInterfaces()
           where contract.IsGenericType
           select (type, contract),
    ];

    [Fact]
    public void Requests_WhenListed_AreThere() => Of(typeof(IRequest<>)).Should().NotBeEmpty();

    /// <summary>What is no command runs without a transaction, so it must not be called one; a bulk command runs others, each in its own.</summary>
    [Fact]
    public void Requests_WhenNamed_AreCommandsOrQueriesAsTheyRun() =>
        Of(typeof(IRequest<>)).Should().AllSatisfy(r =>
            r.Type.Name.Should().EndWith(r.Type.IsSubclassOf(typeof(BulkCommand)) || Of(typeof(ICommand<>)).Any(c => c.Type == r.Type) ? "Command" : "Query"));

    [Fact]
    public void Handlers_WhenNamed_AreOfTheirRequest() =>
        Of(typeof(IRequestHandler<,>)).Should().AllSatisfy(h => h.Type.Name.Should().Be(UseCase(h.Contract.GetGenericArguments()[0]) + "Handler"));

    [Fact]
    public void Validators_WhenNamed_AreOfWhatTheyCheck() =>
        Of(typeof(IValidator<>)).Where(v => !v.Type.ContainsGenericParameters).Should().AllSatisfy(v =>
            v.Type.Name.Should().Be(UseCase(v.Contract.GetGenericArguments()[0]) + "Validator"));

    [Fact]
    public void Files_WhenTheyHoldAUseCase_AreNamedByItsVerb() =>
        Of(typeof(IRequest<>)).Select(r => $"src/{r.Type.Namespace!.Replace(".Application.", ".Application/", StringComparison.Ordinal)}/{UseCase(r.Type)}.cs")
            .Should().BeSubsetOf(Tree.Sources.Select(f => f.Path));

    /// <summary>Whether a move is legal is the domain's business.</summary>
    [Fact]
    public void Application_WhenItMeetsAStatus_NeverBranchesOnIt() =>
        Tree.Under("src/Audit.Application").Where(f => BranchOnStatus().IsMatch(Comment().Replace(f.Text, ""))).Select(f => f.Path).Should().BeEmpty();

    private static IEnumerable<(Type Type, Type Contract)> Of(Type openContract) => s_contracts.Where(c => c.Contract.GetGenericTypeDefinition() == openContract);

    private static string UseCase(Type request) => Suffix().Replace(request.Name, "");

    [GeneratedRegex("(Command|Query)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Suffix();

    [GeneratedRegex("^ *//.*$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\bstatus\s*(==|!=|is\b|switch\b)|(==|!=|\bis( not)?)\s+\w*Status\.|\bswitch\s*\(\w*\.?status\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex BranchOnStatus();
}
