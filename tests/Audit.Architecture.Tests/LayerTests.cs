using System.Reflection;
using System.Xml.Linq;

namespace Audit.Architecture.Tests;

/// <summary>Arrows point inward.</summary>
public sealed class LayerTests
{
    [Theory]
    [InlineData("Audit.Domain")]
    [InlineData("Audit.Application", "Audit.Domain")]
    [InlineData("Audit.Infrastructure", "Audit.Application")]
    [InlineData("Audit.Api", "Audit.Infrastructure")]
    public void Project_WhenItReferencesProjects_NamesOnlyTheNextOneInward(string project, params string[] expected) =>
        References(project, "ProjectReference").Select(Path.GetFileNameWithoutExtension).Should().Equal(expected);

    [Fact]
    public void Domain_WhenBuilt_NeedsNoPackageAndNoFramework()
    {
        References("Audit.Domain", "PackageReference").Should().BeEmpty();
        References("Audit.Domain", "FrameworkReference").Should().BeEmpty();
        Referenced(Layers.Domain).Should().OnlyContain(name => name.StartsWith("System.", StringComparison.Ordinal));
    }

    [Fact]
    public void Application_WhenBuilt_KnowsNoStoreAndNoWeb() =>
        ShouldNotReference(Layers.Application, "Audit.Infrastructure", "Audit.Api", "Microsoft.EntityFrameworkCore", "Microsoft.Data", "Microsoft.AspNetCore", "System.Data");

    [Fact]
    public void Infrastructure_WhenBuilt_KnowsNoWeb() => ShouldNotReference(Layers.Infrastructure, "Audit.Api", "Microsoft.AspNetCore");

    [Fact]
    public void Api_WhenBuilt_KnowsNoStore() => ShouldNotReference(Layers.Api, "Microsoft.EntityFrameworkCore", "Microsoft.Data");

    /// <summary>What composes the service lies at the root of the project, beside Program.</summary>
    [Fact]
    public void Infrastructure_WhenUsedByTheApi_IsOnlyComposed() =>
        Tree.Under("src/Audit.Api").Where(f => f.Folders.Count > 2 && f.Text.Contains("Audit.Infrastructure", StringComparison.Ordinal)).Select(f => f.Path).Should().BeEmpty();

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Parse(Tree.Project(project).Text).Descendants(kind).Select(r => r.Attribute("Include")!.Value);

    private static IEnumerable<string> Referenced(Assembly assembly) => assembly.GetReferencedAssemblies().Select(a => a.Name!);

    private static void ShouldNotReference(Assembly assembly, params string[] forbidden) =>
        Referenced(assembly).Where(name => forbidden.Any(f => name == f || name.StartsWith(f + ".", StringComparison.Ordinal))).Should().BeEmpty();
}
