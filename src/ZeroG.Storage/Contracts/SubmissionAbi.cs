using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using ZeroG.Chain;
using ZeroG.Storage.Submissions;

namespace ZeroG.Storage.Contracts;

/// <summary>Submissions as the values that <see cref="FlowContract"/>'s functions take and its event gives.</summary>
public static class SubmissionAbi
{
    /// <summary>The struct SubmissionData, which is also the whole argument of the legacy functions.</summary>
    public static object?[] ToData(Submission submission)
    {
        object?[] nodes = new object?[submission.Nodes.Count];
        for (int i = 0; i < nodes.Length; i++)
        {
            nodes[i] = new object?[] { submission.Nodes[i].Root, submission.Nodes[i].Height };
        }

        return [submission.Length, submission.Tags.ToArray(), nodes];
    }

    /// <summary>The struct Submission of the current functions.</summary>
    /// <param name="submission">The data.</param>
    /// <param name="submitter">The account that the event names as sender; not zero.</param>
    public static object?[] ToValue(Submission submission, Address submitter) => [ToData(submission), submitter];

    /// <summary>Reads a decoded SubmissionData; false when a number lies beyond what any valid submission holds.</summary>
    /// <param name="data">As decoded by a function or event of <see cref="FlowContract"/>.</param>
    /// <param name="submission">The submission; null when false.</param>
    public static bool TryRead(object?[] data, [NotNullWhen(true)] out Submission? submission)
    {
        submission = null;
        BigInteger length = (BigInteger)data[0]!;
        object?[] items = (object?[])data[2]!;
        SubmissionNode[] nodes = new SubmissionNode[items.Length];
        for (int i = 0; i < nodes.Length; i++)
        {
            object?[] item = (object?[])items[i]!;
            BigInteger height = (BigInteger)item[1]!;
            if (height >= 64)
            {
                return false;
            }

            nodes[i] = new SubmissionNode((Hash256)item[0]!, (int)height);
        }

        if (length > long.MaxValue)
        {
            return false;
        }

        submission = new Submission((long)length, (byte[])data[1]!, nodes);
        return true;
    }

    /// <summary>Calldata of <c>submit</c>.</summary>
    public static byte[] EncodeSubmit(Submission submission, Address submitter, bool legacy = false) => legacy
        ? FlowContract.LegacySubmit.EncodeCall([ToData(submission)])
        : FlowContract.Submit.EncodeCall([ToValue(submission, submitter)]);

    /// <summary>Calldata of <c>batchSubmit</c>.</summary>
    public static byte[] EncodeBatchSubmit(IReadOnlyList<Submission> submissions, Address submitter, bool legacy = false)
    {
        object?[] values = new object?[submissions.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = legacy ? ToData(submissions[i]) : ToValue(submissions[i], submitter);
        }

        return (legacy ? FlowContract.LegacyBatchSubmit : FlowContract.BatchSubmit).EncodeCall([values]);
    }
}
