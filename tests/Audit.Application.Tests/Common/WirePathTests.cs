using Audit.Application.Common;

namespace Audit.Application.Tests.Common;

public sealed class WirePathTests
{
    [Theory]
    [InlineData("Title", "title")]
    [InlineData("PageSize", "page_size")]
    [InlineData("RelatedEvidenceIds", "related_evidence_ids")]
    [InlineData("RelatedEvidenceIds[1]", "related_evidence_ids[1]")]
    [InlineData("page_size", "page_size")]
    [InlineData("body", "body")]
    [InlineData("[17]", "[17]")]
    [InlineData("[17].event_ids[2]", "[17].event_ids[2]")]
    public void Of_WhenAPathIsGiven_IsThatOfTheWire(string path, string expected) => WirePath.Of(path).Should().Be(expected);
}
