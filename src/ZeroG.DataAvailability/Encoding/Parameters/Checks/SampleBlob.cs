using System.Security.Cryptography;
using ZeroG.Chain;
using ZeroG.DataAvailability.Encoding.Parameters.Files;

namespace ZeroG.DataAvailability.Encoding.Parameters.Checks;

/// <summary>What parameters are for: encodes a random blob of the largest size, and verifies rows of each coset.</summary>
internal static class SampleBlob
{
    /// <summary>What is wrong; null if nothing is.</summary>
    public static string? FindFault(ParameterSetFile file, ParameterWork work)
    {
        MatrixShape shape = file.Shape;
        using EncoderParameters parameters = EncoderParameters.From(file, owner: null);
        EncodedBlob blob;
        try
        {
            blob = new BlobEncoder(parameters, work.Threads, work.CancellationToken).Encode(
                RandomNumberGenerator.GetBytes(shape.MaxDataSize), cancellationToken: work.CancellationToken);
        }
        catch (ZeroGException failure)
        {
            return failure.Message;
        }

        int[] rows = [.. Enumerable.Range(0, MatrixShape.CosetCount).SelectMany(coset => new[] { 0, shape.Rows / 2, shape.Rows - 1 }.Select(
            row => (coset * shape.Rows) + row)).Distinct()];
        SliceFailure?[] failures = new SliceVerifier(parameters.Verifier, work.Threads).VerifyMany(
            [.. rows.Select(blob.Slice)], blob.Commitment, blob.DataRoot, work.CancellationToken);
        int bad = Array.FindIndex(failures, failure => failure is not null);
        return bad < 0 ? null : $"row {rows[bad]} of a random blob does not verify: {failures[bad]}";
    }
}
