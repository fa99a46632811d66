// Starts the circuit and drives the screen that shows while it is lost.
(() => {
  if ('leaving' in document.documentElement.dataset) {
    return;
  }

  Blazor.start({
    ssr: { disableDomPreservation: true },
    circuit: { reconnectionOptions: { maxRetries: 30, retryIntervalMilliseconds: (attempt) => (attempt < 5 ? 1000 : 5000) } },
  });

  const screen = document.getElementById('components-reconnect-modal');
  const isLost = () => /components-reconnect-(show|failed|paused|resume-failed|rejected)/.test(screen.className);

  // A field left while the circuit is lost tells nobody: it says it again once the circuit is back.
  const unsaid = new Set();
  document.addEventListener('change', (event) => {
    if (isLost()) {
      unsaid.add(event.target);
    }
  }, true);

  new MutationObserver(() => {
    if (!isLost()) {
      const fields = [...unsaid];
      unsaid.clear();
      fields.filter((field) => field.isConnected).forEach((field) => {
        field.dispatchEvent(new Event('change', { bubbles: true }));
      });
    }
  }).observe(screen, { attributeFilter: ['class'] });

  const comeBack = async (attempt, otherwise) => {
    screen.className = 'components-reconnect-show';
    try {
      screen.className = (await attempt()) ? 'components-reconnect-hide' : 'components-reconnect-rejected';
    } catch {
      screen.className = `components-reconnect-${otherwise}`;
    }
  };

  screen.addEventListener('click', async (event) => {
    const action = event.target.closest('[data-action]')?.dataset.action;
    if (action === 'reload') {
      location.reload();
    } else if (action === 'retry') {
      // A circuit that the server has let go can still be taken up from the state it kept.
      await comeBack(async () => (await Blazor.reconnect()) || (await Blazor.resumeCircuit()), 'failed');
    } else if (action === 'resume') {
      await comeBack(() => Blazor.resumeCircuit(), 'resume-failed');
    }
  });

  // Blazor takes a fragment for a navigation: it scrolls, but leaves the focus where it was.
  document.addEventListener('click', (event) => {
    if (event.target.closest('.cx-skip')) {
      event.preventDefault();
      document.getElementById('contenu').focus();
    }
  }, true);

  // A dialog that closes gives the focus back to what opened it. MudBlazor leaves it on the page; and a
  // button is disabled from the click until the answer has been dealt with, and may be gone by then.
  let opener = null;
  let isDialogOpen = false;
  document.addEventListener('click', (event) => {
    if (!event.target.closest('.mud-dialog')) {
      opener = event.target.closest('button, a[href]') ?? opener;
    }
  }, true);

  const giveFocusBack = (until) => {
    if (isDialogOpen || document.activeElement !== document.body || performance.now() > until) {
      return;
    }

    (opener?.isConnected && opener.checkVisibility() ? opener : document.querySelector('main h1'))?.focus();
    setTimeout(giveFocusBack, 50, until);
  };

  // What a dialog names for it has the focus when it opens, and keeps it until the person does something:
  // MudBlazor's focus trap takes it for itself once it is drawn, whenever that is.
  let firstFocus = null;
  let isTouched = false;
  document.addEventListener('focusin', (event) => {
    if (firstFocus && event.target !== firstFocus) {
      firstFocus.focus();
    }
  });
  for (const act of ['keydown', 'pointerdown']) {
    document.addEventListener(act, (event) => {
      if (!event.repeat) {
        [firstFocus, isTouched] = [null, true];
      }
    }, true);
  }

  new MutationObserver(() => {
    const wasOpen = isDialogOpen;
    isDialogOpen = document.querySelector('.mud-dialog') !== null;
    if (wasOpen && !isDialogOpen) {
      firstFocus = null;
      giveFocusBack(performance.now() + 5000);
    }

    isTouched &&= wasOpen;
    if (isDialogOpen && !isTouched && !firstFocus) {
      firstFocus = document.querySelector('.mud-dialog [data-first-focus]');
      firstFocus?.focus();
    }
  }).observe(document.body, { childList: true, subtree: true });

  // A menu closes once something in it was chosen.
  document.addEventListener('click', (event) => {
    if (event.target.closest('a, [type=submit]')) {
      event.target.closest('[popover]')?.hidePopover?.();
    }
  });
})();
