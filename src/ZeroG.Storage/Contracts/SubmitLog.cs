using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Storage.Submissions;

namespace ZeroG.Storage.Contracts;

/// <summary>A <c>Submit</c> event: a file took its place in the log. Current and legacy contracts emit the same.</summary>
/// <param name="Sender">The submitter as the caller named it; the contract does not prove it.</param>
/// <param name="Identity">keccak256 of the node roots.</param>
/// <param name="Sequence">The file's sequence number (<c>submissionIndex</c>, txSeq).</param>
/// <param name="StartPosition">First sector in the flow.</param>
/// <param name="Sectors">Sectors that it takes.</param>
/// <param name="Submission">The data as submitted.</param>
public sealed record SubmitLog(Address Sender, Hash256 Identity, long Sequence, long StartPosition, long Sectors, Submission Submission)
{
    /// <summary>The event's topics and data.</summary>
    public AbiLog Encode() =>
        FlowContract.SubmitEvent.Encode(Sender, Identity, Sequence, StartPosition, Sectors, SubmissionAbi.ToData(Submission));

    /// <summary>Reads a log; null when it is another event or no possible submission.</summary>
    /// <exception cref="AbiException">The topic is that of <c>Submit</c>, but the rest is malformed.</exception>
    public static SubmitLog? Decode(IReadOnlyList<Hash256> topics, ReadOnlySpan<byte> data)
    {
        if (topics.Count == 0 || topics[0] != FlowContract.SubmitEvent.Topic)
        {
            return null;
        }

        object?[] values = FlowContract.SubmitEvent.Decode(topics, data);
        return SubmissionAbi.TryRead((object?[])values[5]!, out Submission? submission)
            && IsCount(values[2], out long sequence) && IsCount(values[3], out long start) && IsCount(values[4], out long sectors)
                ? new SubmitLog((Address)values[0]!, (Hash256)values[1]!, sequence, start, sectors, submission)
                : null;
    }

    private static bool IsCount(object? value, out long count)
    {
        BigInteger number = (BigInteger)value!;
        count = number <= long.MaxValue ? (long)number : 0;
        return number <= long.MaxValue;
    }
}
