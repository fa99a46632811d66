using Connexions.Domain.Gateway;
using Connexions.Domain.Organisations;
using Connexions.Tests.Support;
using Connexions.Web.Features.Gateway.Receipts;
using Microsoft.Extensions.Logging;

namespace Connexions.Tests.Features.Gateway.Receipts;

/// <summary>A folder with spools in it, and uses to put into them.</summary>
internal sealed class SpoolFolder(ReceiptSpoolOptions? options = null) : IDisposable
{
    private static readonly string[] Operations = ["email.send", "contacts.list", "é\n\u2028\"\\\0"];

    private readonly List<ReceiptSpool> spools = [];
    private readonly CapturedLog log = new();
    private int count;

    public string Path { get; } = TestFolder.NewFile("-spool");

    public CapturedLog Log => log;

    public IReadOnlyList<string> Files => Directory.Exists(Path) ? Directory.GetFiles(Path) : [];

    public static UseBegun Use(int number) => new(
        Guid.NewGuid(), ManualTime.Start.UtcDateTime.AddMilliseconds(number), Guid.NewGuid(), new ClientRef((ClientType)(number % 3), Guid.NewGuid()),
        number % 2 == 0 ? null : Guid.NewGuid(), number % 2 == 0 ? Guid.NewGuid() : null, "brevo", number % 5 == 0 ? null : Guid.NewGuid(),
        number % 4 == 0 ? new Lender(Guid.NewGuid(), Guid.NewGuid()) : null, Operations[number % Operations.Length], number % 7 == 0 ? null : number, number);

    public static UseEnded End(int number) => new(
        (UseResult)(number % 8), number % 3 == 0 ? null : 200 + number % 300, number % 6 == 0 ? "Gateway.TooFast" : null, number, number * 2L, number % 1000, number % 7);

    public UseBegun Use() => Use(++count);

    public UseEnded End() => End(count);

    public ReceiptSpool Open(string database = "")
    {
        var spool = new ReceiptSpool(Path, options ?? new(), new LoggerFactory([log]).CreateLogger<ReceiptSpool>());
        spools.Add(spool);
        spool.BelongTo(database);
        spool.Open();
        return spool;
    }

    public void Dispose() => spools.ForEach(spool => spool.Dispose());
}
