using System.Diagnostics;

namespace Audit.Client.Tests;

public sealed class GeneratedTests
{
    [NSwagFact]
    public async Task GeneratedCode_WhenMadeAgain_IsTheSame()
    {
        var folder = Directory.CreateTempSubdirectory("audit-client-");
        try
        {
            var file = Path.Combine(folder.FullName, "AuditClient.g.cs");
            using var node = Process.Start(new ProcessStartInfo("node", [Repository.File("clients", "generate.mjs"), "dotnet", file]) { UseShellExecute = false })!;
            await node.WaitForExitAsync();
            node.ExitCode.Should().Be(0);

            var (made, kept) = (await File.ReadAllTextAsync(file), await File.ReadAllTextAsync(Repository.File("clients", "dotnet", "Audit.Client", "Generated", "AuditClient.g.cs")));
            (made == kept).Should().BeTrue("`node clients/generate.mjs dotnet` writes the file that belongs to the document and the templates");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

/// <summary>A test that runs NSwag, a development dependency of the TypeScript client; where that isn't installed, it is reported as skipped.</summary>
public sealed class NSwagFactAttribute : FactAttribute
{
    public NSwagFactAttribute() =>
        Skip = Directory.Exists(Repository.File("clients", "typescript", "node_modules", "nswag")) ? null : "NSwag is not installed: run npm ci in clients/typescript.";
}
