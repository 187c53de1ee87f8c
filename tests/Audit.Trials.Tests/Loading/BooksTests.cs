using Audit.Trials.Crashing;
using Audit.Trials.Loading;

namespace Audit.Trials.Tests.Loading;

/// <summary>What was acknowledged and isn't in the store is found, and what was refused and is there too.</summary>
public sealed class BooksTests(BookedStore booked) : IClassFixture<BookedStore>
{
    private const string Unsealed = "DROP TRIGGER history_no_delete; DROP TRIGGER history_no_update;";
    private readonly Books _books = booked.Books;

    [Fact]
    public void Make_OfWhatWasWritten_FindsNothing()
    {
        var report = Check("SELECT 1");

        booked.Report.Shown.Should().BeEmpty();
        report.Shown.Should().BeEmpty();
        report[BookChecks.Checked].Should().Be(10);
        report[BookChecks.InDoubt].Should().Be(0);
    }

    [Theory]
    [InlineData(Unsealed + "DELETE FROM history WHERE action = 'created'", "*open s* was acknowledged as version 1 of inc_* and is not there*")]
    [InlineData(Unsealed + "DELETE FROM history WHERE action = 'status_changed'", "*move s* was acknowledged as version 2 of * and is not there*")]
    [InlineData(Unsealed + "DELETE FROM history WHERE sequence = (SELECT MAX(sequence) FROM history)", "*bulk s* was acknowledged as version * and is not there*")]
    [InlineData(Unsealed + "DELETE FROM history WHERE sequence = 4", "*batch s* should make 3 things or none and made 2*")]
    [InlineData(Unsealed + "UPDATE history SET request_id = 'other' WHERE action = 'status_changed'", "*nobody sent the request other and * was changed by it*")]
    [InlineData(Unsealed + "UPDATE history SET tenant_id = 'other' WHERE sequence = 1", "*should change things of tnt_load and changed another's*")]
    [InlineData(Unsealed + "UPDATE history SET subject_id = 'ano_other' WHERE sequence = 2", "*was acknowledged for other things and ano_other was changed by it*")]
    [InlineData("UPDATE incidents SET description = 'other'", "*created of inc_* should say so and says other*")]
    [InlineData(Unsealed + "UPDATE history SET note = 'other' WHERE action = 'commented'", "*commented of * should say so and says other*")]
    public void Make_WhenTheStoreIsNotWhatWasAcknowledged_FindsIt(string sql, string finding) => Check(sql).Shown.Should().ContainMatch(finding);

    [Fact]
    public void Make_WhenSomethingRefusedIsThere_FindsIt()
    {
        var lost = _books.Writes.Single(w => w.Value.Standing == Standing.Refused).Key;

        Check($"{Unsealed}UPDATE history SET request_id = '{lost}' WHERE action = 'status_changed'").Shown.Should().ContainMatch($"*move {lost} was refused and * was changed by it*");
    }

    [Fact]
    public void Make_OfWhatWasNotAnswered_TakesEither()
    {
        var books = new Books();
        books.Open(Calls.Report(Sample.Actor(), "low"));
        var report = new TrialReport();

        BookChecks.Make(booked.Changed("DELETE FROM incidents; DELETE FROM anomalies; " + Unsealed + "DELETE FROM history"), books, report, new Judge(report, "here"));

        report.Shown.Should().BeEmpty();
        report[BookChecks.InDoubt].Should().Be(1);
        report[BookChecks.Done].Should().Be(0);
    }

    private TrialReport Check(string sql)
    {
        var report = new TrialReport();
        BookChecks.Make(booked.Changed(sql), _books, report, new Judge(report, "here"));
        return report;
    }
}
