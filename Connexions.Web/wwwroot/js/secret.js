// A key's field takes what a person puts there. Password managers fill such fields by themselves, with the password that
// is stored for this site: what arrives while nobody is in the field is cleared, and the note beside it says so.
(() => {
  // Fields whose text a person put there: typed, pasted, dropped, dictated, or filled at their wish.
  const taken = new WeakSet();

  const isSecret = (field) => field instanceof HTMLInputElement && 'secret' in field.dataset;
  const isIn = (event) => document.activeElement === event.target || event.inputType === 'insertFromDrop';

  const tell = (field, cleared) => {
    const note = field.closest('.secret-field')?.querySelector('[data-cleared]');
    if (note) {
      note.hidden = !cleared;
    }
  };

  const clear = (field) => {
    taken.delete(field);
    field.value = '';
    tell(field, true);
  };

  document.addEventListener('input', (event) => {
    const field = event.target;
    if (!isSecret(field) || field.value === '') {
      return;
    }

    if (isIn(event)) {
      taken.add(field);
      tell(field, false);
    } else {
      clear(field);
      // The server may have heard of what stood there before.
      field.dispatchEvent(new Event('change', { bubbles: true }));
    }
  }, true);

  // Leaving the field after typing gives this event when nobody is in it any more, and some managers give no other. It
  // goes on to the server with whatever the field holds by then.
  document.addEventListener('change', (event) => {
    const field = event.target;
    if (isSecret(field) && field.value !== '' && !taken.has(field)) {
      if (isIn(event)) {
        taken.add(field);
        tell(field, false);
      } else {
        clear(field);
      }
    }
  }, true);

  // Set without any event: noticed before somebody types on behind it.
  document.addEventListener('focusin', (event) => {
    const field = event.target;
    if (isSecret(field) && field.value !== '' && !taken.has(field)) {
      clear(field);
    }
  }, true);
})();
