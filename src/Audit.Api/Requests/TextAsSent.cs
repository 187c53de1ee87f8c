using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace Audit.Api.Requests;

/// <summary>Text of path, query and headers as it was sent: an empty cursor is not an absent one, a blank id is an id that nothing has.</summary>
public sealed class TextAsSent : IDisplayMetadataProvider
{
    public void CreateDisplayMetadata(DisplayMetadataProviderContext context) => context.DisplayMetadata.ConvertEmptyStringToNull = false;
}
