using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Architecture.Tests;

public sealed partial class TypeTests
{
    /// <summary>All that the program needs in order to compose the store.</summary>
    private static readonly string[] s_entryPoints = ["InfrastructureServices", "DatabaseOptions", "DatabaseProvider"];

    [Fact]
    public void Types_WhenListed_AreThere() => Layers.All.Should().AllSatisfy(assembly => assembly.Types().Should().HaveCountGreaterThan(5));

    [Fact]
    public void Classes_WhenNotAbstract_AreSealed() =>
        All().Where(t => t is { IsClass: true, IsAbstract: false, IsSealed: false }).Should().BeEmpty();

    [Fact]
    public void Infrastructure_WhenSeenFromOutside_HasOnlyItsEntryPoints() =>
        Layers.Infrastructure.Types().Where(t => t.IsVisible).Select(t => t.Name).Should().BeSubsetOf(s_entryPoints);

    [Fact]
    public void Properties_WhenPublicInDomainOrApplication_AreSetAtConstructionOrFromInside() =>
        Inner().SelectMany(t => t.GetProperties(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(p => p.SetMethod is { IsPublic: true } setter && !setter.ReturnParameter.GetRequiredCustomModifiers().AsEnumerable().Contains(typeof(IsExternalInit)))
            .Select(p => $"{p.DeclaringType}.{p.Name}")
            .Should().BeEmpty();

    [Fact]
    public void Fields_WhenPublicInDomainOrApplication_NeverChange() =>
        Inner().Where(t => !t.IsEnum).SelectMany(t => t.GetFields(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(f => !f.IsLiteral && !f.IsInitOnly)
            .Select(f => $"{f.DeclaringType}.{f.Name}")
            .Should().BeEmpty();

    [Fact]
    public void Names_WhenTypesAreDeclared_SayWhatTheyDo() =>
        Tree.Sources.SelectMany(f => Declaration().Matches(f.Text).Select(m => m.Groups["name"].Value)).Where(name => Vague().IsMatch(name)).Should().BeEmpty();

    /// <summary>The framework's own word, and only for what adds to its collection.</summary>
    [Fact]
    public void Names_WhenTheyEndInServices_AreOfWhatRegistersThem() =>
        All().Where(t => t.Name.EndsWith("Services", StringComparison.Ordinal)).Should().AllSatisfy(type =>
            type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic).Should().Contain(m =>
                m.IsDefined(typeof(ExtensionAttribute)) && m.GetParameters()[0].ParameterType == typeof(IServiceCollection)));

    private static IEnumerable<Type> All() => Layers.All.SelectMany(a => a.Types());

    private static IEnumerable<Type> Inner() => Layers.Domain.Types().Concat(Layers.Application.Types());

    [GeneratedRegex(@"^[\w\s]*\b(class|record|struct|interface|enum)\s+(?<name>[A-Z]\w*)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Declaration();

    [GeneratedRegex("(Manager|Helpers?|Utils?|Utility|Utilities|Service)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Vague();
}
