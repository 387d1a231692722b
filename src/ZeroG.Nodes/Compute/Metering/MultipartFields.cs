using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace ZeroG.Nodes.Compute.Metering;

/// <summary>The fields of a form that came as <c>multipart/form-data</c>; of files only name and bytes.</summary>
/// <param name="Texts">Values by name; the first of a name counts.</param>
/// <param name="Files">Files in their order.</param>
internal sealed record MultipartFields(IReadOnlyDictionary<string, string> Texts, IReadOnlyList<(string Name, byte[] Bytes)> Files)
{
    /// <summary>Reads a body.</summary>
    /// <exception cref="InvalidDataException">It is not in that form, or is cut off.</exception>
    public static async Task<MultipartFields> ReadAsync(byte[] body, string? contentType, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out MediaTypeHeaderValue? type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 } boundary)
        {
            throw new InvalidDataException("the body is no multipart/form-data");
        }

        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        List<(string, byte[])> files = [];
        MultipartReader reader = new(boundary.Value!, new MemoryStream(body));
        try
        {
            while (await reader.ReadNextSectionAsync(cancellationToken).ConfigureAwait(false) is { } section)
            {
                if (section.AsFileSection() is { FileStream: { } stream } file)
                {
                    using MemoryStream bytes = new();
                    await stream.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
                    files.Add((file.FileName, bytes.ToArray()));
                }
                else if (section.AsFormDataSection() is { } field)
                {
                    texts.TryAdd(field.Name, await field.GetValueAsync(cancellationToken).ConfigureAwait(false));
                }
            }
        }
        catch (IOException failure)
        {
            throw new InvalidDataException($"the form is damaged: {failure.Message}", failure);
        }

        return new MultipartFields(texts, files);
    }
}
