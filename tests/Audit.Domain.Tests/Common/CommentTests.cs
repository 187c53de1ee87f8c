using Audit.Domain.Common;

namespace Audit.Domain.Tests.Common;

public sealed class CommentTests
{
    [Fact]
    public void By_WhenWritten_SaysWhoWhatAndWhen()
    {
        var comment = Comment.By(new Actor("usr_1", "Li Si"), "It was us\n\ttesting", Given.Start);

        comment.Should().BeEquivalentTo(new { AuthorId = "usr_1", AuthorName = "Li Si", Content = "It was us\n\ttesting", CreatedAt = Given.Start });
        Ids.CanBe(Ids.Comment, comment.Id).Should().BeTrue();
    }

    [Fact]
    public void By_WhenTheAuthorHasNoName_LeavesItOut() => Comment.By(new Actor("usr_1"), "x", Given.Start).AuthorName.Should().BeNull();
}
