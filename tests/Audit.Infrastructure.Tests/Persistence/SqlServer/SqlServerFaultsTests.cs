using Audit.Infrastructure.Persistence.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Audit.Infrastructure.Tests.Persistence.SqlServer;

public sealed class SqlServerFaultsTests
{
    [Theory]
    [InlineData(-2, 11, true)] // timed out
    [InlineData(0, 20, true)] // cut off, as the driver says it on Linux
    [InlineData(1205, 13, true)] // of a read that ran once
    [InlineData(1105, 17, true)] // full
    [InlineData(208, 16, true)] // not migrated
    [InlineData(978, 14, true)] // a secondary that takes read intent only
    [InlineData(982, 14, true)] // no secondary is readable
    [InlineData(3947, 16, true)] // a secondary that is too far behind
    [InlineData(4221, 16, true)] // a secondary that is just becoming one
    [InlineData(40613, 17, true)]
    [InlineData(102, 15, false)] // wrong SQL
    [InlineData(229, 14, false)] // no right to
    [InlineData(547, 16, false)]
    [InlineData(2627, 14, false)]
    [InlineData(8152, 16, false)] // too long
    [InlineData(50001, 16, false)] // history is append-only
    public void IsUnavailable_WhenTheServerGivesANumber_TellsTheStoreFromOurOwnFaults(int number, byte severity, bool expected)
    {
        var error = ServerErrors.Of(number, severity);

        new SqlServerFaults().IsUnavailable(error).Should().Be(expected);
        new SqlServerFaults().IsUnavailable(new InvalidOperationException("", new DbUpdateException("", error))).Should().Be(expected);
        new SqlServerFaults().IsUnavailable(new RetryLimitExceededException("", error)).Should().Be(expected);
    }
}
