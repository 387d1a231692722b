using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.DevChain.Contracts;
using ZeroG.DevChain.State;

namespace ZeroG.DevChain.Tests.Contracts;

/// <summary>The smallest contract with everything: state of each kind, an event, an error, calls to another one, and faults on
/// demand.</summary>
internal sealed class CounterContract : SystemContract
{
    public static readonly AbiFunction Add = AbiFunction.Parse("function add(uint256 amount) payable returns (uint256 total)");
    public static readonly AbiFunction AddTo = AbiFunction.Parse("function addTo(address other, uint256 amount)");
    public static readonly AbiFunction Pay = AbiFunction.Parse("function pay(address to, uint256 amount)");
    public static readonly AbiFunction Total = AbiFunction.Parse("function total() view returns (uint256)");
    public static readonly AbiFunction Break = AbiFunction.Parse("function break_()");
    public static readonly AbiEvent Added = AbiEvent.Parse("event Added(address indexed by, uint256 amount)");
    public static readonly AbiError TooMuch = AbiError.Parse("error TooMuch(uint256 limit)");

    public static readonly Address First = SystemAddress.Of("test/First");
    public static readonly Address Second = SystemAddress.Of("test/Second");

    private readonly JournaledValue<BigInteger> _total;
    private readonly JournaledMap<Address, BigInteger> _byCaller;
    private readonly JournaledList<BigInteger> _history;

    public CounterContract(Journal journal, Address address)
        : base(address, "Counter", journal)
    {
        _total = new JournaledValue<BigInteger>(journal, 0);
        _byCaller = new JournaledMap<Address, BigInteger>(journal);
        _history = new JournaledList<BigInteger>(journal);
        Handle(Total, () => _total.Value + _byCaller.Count + _history.Count);
        Handle(Add, (call, arguments) =>
        {
            BigInteger amount = (BigInteger)arguments[0]!;
            _total.Value += amount;
            _byCaller[call.Caller] = _byCaller.GetValueOrDefault(call.Caller, 0) + amount;
            _history.Add(amount);
            call.Emit(Added, call.Caller, amount);
            return amount <= 100 ? [_total.Value] : throw Revert(TooMuch, 100);
        });
        Handle(AddTo, (call, arguments) =>
        {
            _total.Value++;
            call.Call((Address)arguments[0]!, Add, arguments[1]);
            return [];
        });
        Handle(Pay, (call, arguments) =>
        {
            call.Transfer((Address)arguments[0]!, (BigInteger)arguments[1]!);
            return [];
        });
        Handle(Break, (_, _) =>
        {
            _total.Value = 99;
            throw new InvalidOperationException("a bug");
        });
    }

    public static DevChainOptions Options => new()
    {
        Contracts = [journal => new CounterContract(journal, First), journal => new CounterContract(journal, Second)],
    };
}
