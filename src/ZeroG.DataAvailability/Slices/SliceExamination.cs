using ZeroG.Chain;
using ZeroG.DataAvailability.Encoding;

namespace ZeroG.DataAvailability.Slices;

/// <summary>What came of testing slices of one blob.</summary>
/// <param name="Outcomes">
/// Each slice in its order, with the official name of what is wrong, or what keeps it from being read; null for nothing.
/// </param>
public sealed record SliceExamination(IReadOnlyList<(BlobSlice Slice, string? Failure)> Outcomes)
{
    /// <summary>Reads slices and verifies them together.</summary>
    /// <param name="slices">The slices; nothing in them is trusted.</param>
    /// <param name="blob">The blob that they have to belong to.</param>
    /// <param name="verifier">For the blob's shape.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static SliceExamination Of(
        IReadOnlyList<BlobSlice> slices, BlobDescription blob, SliceVerifier verifier, CancellationToken cancellationToken)
    {
        string?[] failures = new string?[slices.Count];
        EncodedSlice?[] read = [.. slices.Select((slice, i) => Read(slice, blob.Shape, out failures[i]))];
        int[] whole = [.. Enumerable.Range(0, read.Length).Where(i => read[i] is not null)];
        SliceFailure?[] verdicts =
            verifier.VerifyMany([.. whole.Select(i => read[i]!)], blob.Commitment.Point, blob.Root, cancellationToken);
        for (int i = 0; i < whole.Length; i++)
        {
            failures[whole[i]] = verdicts[i]?.ToString() ?? Misnamed(slices[whole[i]], read[whole[i]]!);
        }

        return new SliceExamination([.. slices.Select((slice, i) => (slice, failures[i]))]);
    }

    /// <summary>Reads a slice; null, and why, when its bytes are none of the shape or cannot be read.</summary>
    internal static EncodedSlice? Read(BlobSlice slice, MatrixShape shape, out string? failure)
    {
        try
        {
            EncodedSlice read = EncodedSlice.Read(slice.ToArray(), shape);
            failure = null;
            return read;
        }
        catch (ZeroGException unreadable)
        {
            failure = unreadable.Message;
            return null;
        }
    }

    // A whole slice of the blob, but not the one that its name promises.
    private static string? Misnamed(BlobSlice slice, EncodedSlice read) =>
        slice.Index < 0 || (ulong)slice.Index == read.Index ? null : $"It is the slice of row {read.Index}, under another name.";
}
