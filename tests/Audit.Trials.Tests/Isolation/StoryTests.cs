using Audit.Trials.Isolation;

namespace Audit.Trials.Tests.Isolation;

public sealed class StoryTests
{
    [Fact]
    public async Task Tell_WhenWhatOthersHaveIsInTheWay_FindsIt()
    {
        var report = new TrialReport();
        using var service = Scripted.Service(("POST /admin/audit/incidents", 409, "{}"));
        using var client = service.Client();

        await FluentActions.Awaiting(() => new Story(client, "tnt-own", "word", "secret", new Secrets("secret"), report).TellAsync(1, null, CancellationToken.None))
            .Should().ThrowAsync<TrialException>();

        report.Shown.Should().ContainSingle().Which.Should().Match("*should be done whatever others have, but 409 came*");
    }
}
