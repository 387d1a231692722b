using System.Collections.Immutable;
using System.Text;
using ZeroG.Compute.Contracts;
using ZeroG.DevChain.Execution;

namespace ZeroG.DevChain.Contracts.Compute;

/// <summary>
/// The deliverables of a sub-account, oldest first. The contract keeps them in a ring of <see cref="Capacity"/> places: a new one takes the
/// place of the oldest when all are taken.
/// </summary>
/// <remarks>Source: 0g-serving-contract, contracts/fine-tuning/FineTuningAccount.sol.</remarks>
internal sealed record DeliverableList
{
    /// <summary>Most deliverables that are kept.</summary>
    public const int Capacity = 20;

    private const int MaximumIdLength = 256;

    /// <summary>No deliverables, and none ever.</summary>
    public static DeliverableList Empty { get; } = new();

    /// <summary>The place in the ring of the oldest one.</summary>
    public int Head { get; private init; }

    public int Count => Items.Length;

    private ImmutableArray<DeliverableState> Items { get; init; } = [];

    /// <summary>All of them as the contract shows them.</summary>
    public object?[] ToValues() => [.. Items.Select(item => item.ToValues())];

    /// <exception cref="RevertException">There is none of that name.</exception>
    public DeliverableState Get(string id) =>
        Items.FirstOrDefault(item => item.Id == id) ?? throw RevertException.WithError(FineTuningErrors.DeliverableNotExists, id);

    /// <summary>Puts a deliverable in the place of that of the same name.</summary>
    public DeliverableList Replace(DeliverableState item)
    {
        int place = Items.IndexOf(Get(item.Id));
        return this with { Items = Items.SetItem(place, item) };
    }

    /// <exception cref="RevertException">No name can be so short or so long.</exception>
    public static void CheckId(string id)
    {
        int length = Encoding.UTF8.GetByteCount(id);
        if (length is 0 or > MaximumIdLength)
        {
            throw RevertException.WithError(FineTuningErrors.DeliverableIdInvalidLength, length);
        }
    }

    /// <summary>Adds a deliverable behind one that was taken.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="modelRootHash">Where it is stored.</param>
    /// <param name="now">Unix seconds.</param>
    /// <param name="evicted">The one that had to go; null when there was room.</param>
    /// <exception cref="RevertException">The name is taken, the last one is not acknowledged, or the oldest not settled.</exception>
    public DeliverableList Add(string id, byte[] modelRootHash, ulong now, out DeliverableState? evicted)
    {
        evicted = null;
        if (Items.Any(item => item.Id == id))
        {
            throw RevertException.WithError(FineTuningErrors.DeliverableAlreadyExists, id);
        }

        if (Count > 0 && !Items[^1].IsAcknowledged)
        {
            throw RevertException.WithError(FineTuningErrors.PreviousDeliverableNotAcknowledged, Items[^1].Id);
        }

        DeliverableState added = new(id, modelRootHash, [], IsAcknowledged: false, now, IsSettled: false);
        if (Count < Capacity)
        {
            return this with { Items = Items.Add(added) };
        }

        evicted = Items[0].IsSettled
            ? Items[0]
            : throw RevertException.WithError(FineTuningErrors.CannotEvictUnsettledDeliverable, Items[0].Id);
        return this with { Items = Items.RemoveAt(0).Add(added), Head = (Head + 1) % Capacity };
    }
}
