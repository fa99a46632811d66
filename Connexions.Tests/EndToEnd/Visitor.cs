using Connexions.Tests.Support;
using Connexions.Web.Demo;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Connexions.Tests.EndToEnd;

/// <summary>A person at a browser of their own: what they do, in their words, whatever the markup.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext browser;
    private readonly bool isBrowserOwn;

    private Visitor(IBrowserContext browser, IPage page, bool isBrowserOwn)
    {
        this.browser = browser;
        this.isBrowserOwn = isBrowserOwn;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                Complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => Complaints.Add(error);
    }

    public IPage Page { get; private set; }

    /// <summary>What the browser complained of: scripts that failed, what the content policy refused.</summary>
    public List<string> Complaints { get; } = [];

    public ILocator Main => Page.Locator("main");

    public ILocator SavedNotice => Page.Locator("#saved");

    public static async Task<Visitor> ArriveAsync(AppUnderTest app, Action<BrowserNewContextOptions>? configure = null)
    {
        var context = await Support.Browser.NewContextAsync(app, configure);
        return new Visitor(context, await context.NewPageAsync(), isBrowserOwn: true);
    }

    /// <summary>In a browser that was there before, and stays.</summary>
    public static async Task<Visitor> ArriveInAsync(IBrowserContext browser) => new(browser, await browser.NewPageAsync(), isBrowserOwn: false);

    /// <summary>Signs in as a demonstration account, by its one click.</summary>
    public async Task SignInAsync(string email)
    {
        await Page.GotoAsync("/compte/connexion");
        await Page.Locator($"button[value='{email}']").ClickAsync();
        await ReadyAsync();
    }

    public async Task SignInWithPasswordAsync(string email, string password = DemoAccounts.Password)
    {
        await Page.GotoAsync("/compte/connexion");
        await Page.Locator("input[type=email]").FillAsync(email);
        await Page.Locator("input[type=password]").FillAsync(password);
        await Page.Locator("main form button[type=submit]").First.ClickAsync();
    }

    public async Task SignOutAsync()
    {
        await Page.Locator("button[popovertarget='account-menu']").ClickAsync();
        await Page.Locator("button[form='sign-out']").ClickAsync();
        await Page.WaitForURLAsync(url => url.Contains("/compte/", StringComparison.Ordinal));
    }

    /// <summary>Opens an address and waits until the page's own title stands there.</summary>
    public async Task OpenAsync(string path)
    {
        await Page.GotoAsync(path);
        await ReadyAsync();
    }

    public Task ReadyAsync() => Expect(Page.Locator("main h1")).ToBeVisibleAsync();

    /// <summary>Waits until nothing on the page is loading.</summary>
    public Task SettledAsync() => Expect(Page.Locator("main .loading, .cx-first-paint")).ToHaveCountAsync(0);

    public async Task OpenEditorAsync(string provider)
    {
        await OpenAsync($"/connexions/{provider}");
        await Expect(Field("AccountEmail")).ToBeVisibleAsync();
    }

    public ILocator Field(string kind) => Page.Locator($"#champ-{kind}");

    public ILocator KeyField => Page.Locator("#champ-cle");

    public ILocator SaveButton => Page.Locator("main form button[type=submit]");

    public async Task TypeKeyAsync(string key)
    {
        if (!await KeyField.IsVisibleAsync())
        {
            await Page.GetByRole(AriaRole.Button, new() { Name = "Remplacer la clé" }).ClickAsync();
        }

        await KeyField.FillAsync(key);
    }

    public async Task SaveAsync()
    {
        await SaveButton.ClickAsync();
        await Expect(SavedNotice.Locator(".cx-notice-success")).ToBeVisibleAsync();
    }

    /// <summary>A new token's text, as long as it is shown.</summary>
    public ILocator TokenText => Page.Locator("#jeton");

    /// <summary>Makes a service token that sends e-mails by Brevo, and is otherwise what the form proposes.</summary>
    /// <returns>Its text, which is shown at the end.</returns>
    public async Task<string> CreateTokenAsync(string name)
    {
        await OpenAsync("/jetons");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Nouveau jeton" }).ClickAsync();
        await Page.Locator("#jeton-nom").FillAsync(name);
        await Page.GetByLabel("Brevo", new() { Exact = true }).CheckAsync();
        await Page.Locator("input[name=usage][data-value=Emails]").CheckAsync();
        await Page.Locator("#creer-jeton").ClickAsync();
        await Expect(TokenText).ToBeVisibleAsync();
        return await TokenText.InputValueAsync();
    }

    /// <summary>Chooses in a list that opens, by what both are called.</summary>
    public async Task ChooseAsync(string list, string choice)
    {
        await Page.GetByRole(AriaRole.Combobox, new() { Name = list, Exact = true }).ClickAsync();
        await Page.GetByRole(AriaRole.Option, new() { Name = choice, Exact = true }).ClickAsync();
    }

    /// <summary>The answer in the confirmation dialog.</summary>
    public Task ConfirmAsync(string verb) => Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = verb }).ClickAsync();

    /// <summary>Closes the dialog by its key, which it listens to once the focus is in it.</summary>
    public async Task EscapeAsync()
    {
        await Page.WaitForFunctionAsync("() => document.querySelector('.mud-dialog')?.contains(document.activeElement)");
        await Page.Keyboard.PressAsync("Escape");
        await Expect(Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    /// <summary>The browser's own question before a page with something unsaved is left, answered with yes.</summary>
    public Task<string> ExpectQuestionAsync()
    {
        var asked = new TaskCompletionSource<string>();
        Page.Dialog += async (_, dialog) =>
        {
            asked.TrySetResult(dialog.Type);
            await dialog.AcceptAsync();
        };
        return asked.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>Another tab of the same browser, with the same cookies.</summary>
    public async Task<IPage> NewTabAsync() => await browser.NewPageAsync();

    public async ValueTask DisposeAsync() => await (isBrowserOwn ? browser.DisposeAsync() : new ValueTask(Page.CloseAsync()));
}
